# What a server is, its security groups say (node_groups.yml); the external node classifier declares the classes. Nothing is declared here,
# so that a server without a classification gets nothing by accident.
