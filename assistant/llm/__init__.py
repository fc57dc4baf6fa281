"""Language models at the edge: the model writes, the evidence, the citations and the gate are the project's own."""
