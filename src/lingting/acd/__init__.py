"""Distribution (ACD): agents, skill groups, queues, work items and offers; knows no telephone."""
