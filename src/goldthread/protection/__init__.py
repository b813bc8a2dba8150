"""Child protection: strategy discussion, section 47, conference, plan, core group and review."""
