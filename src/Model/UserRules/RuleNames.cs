using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules;

/// <summary>A list or macro: where it was named first, and the last item that changed it. It sees those that were named before that.</summary>
abstract class RuleName(string name, Place place, int index)
{
    public string Name { get; } = name;
    public Place Place { get; } = place;
    public int Index { get; } = index;
    public int Changed { get; set; } = index;
}

sealed class RuleList(string name, Place place, int index) : RuleName(name, place, index)
{
    public List<(YamlValue Value, RuleFile File)> Items { get; } = [];
}

sealed class RuleMacro(string name, Place place, int index) : RuleName(name, place, index)
{
    public WrittenText Condition { get; set; } = null!;
}
