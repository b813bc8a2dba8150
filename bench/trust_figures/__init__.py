"""The figures of trust, listed in `figures.yaml`: each module rN.py measures one."""
