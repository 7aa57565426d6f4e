"""The pages of the portal: they translate, the verbs decide."""
