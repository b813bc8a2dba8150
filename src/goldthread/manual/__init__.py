"""Our procedure, for everyone: drawn, told rule by rule with its sources, compared, and counted out."""
