"""The pages with which coordination arranges the network, and the leads the places of their areas."""
