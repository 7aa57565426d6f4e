"""The compiled expressions that a rule set keeps."""


def test_so_many_compiled_expressions_are_kept_and_no_more(build, monkeypatch):
    monkeypatch.setattr("commonweal.blocks.rules.ruleset.MOST_COMPILED", 3)
    rules = build()
    first = rules.rule_set.compiled("adults > 1")
    assert rules.rule_set.compiled("adults > 1") is first
    for number in range(3):
        rules.rule_set.compiled(f"adults > {number + 2}")
    assert rules.rule_set.compiled("adults > 1") is not first
