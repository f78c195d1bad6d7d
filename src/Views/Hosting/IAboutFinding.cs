using CSysdig.Model.Story.Findings;

namespace CSysdig.Views.Hosting;

/// <summary>A screen on which a finding can be selected.</summary>
interface IAboutFinding
{
    /// <summary>The selected one; null for none.</summary>
    StoryFinding? Finding { get; }

    /// <summary>The same with what it stands below; all of those where that is selected.</summary>
    IReadOnlyList<(StoryGroup Group, StoryFinding Finding)> Findings { get; }
}
