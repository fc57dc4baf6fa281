"""The HTTP edge: one concept a module. `app.create_app(settings)` builds the whole.

Nothing is imported here: the process that only watches over the workers needs none of it.
"""
