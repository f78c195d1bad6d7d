using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Commands;

/// <summary>A command of the palette.</summary>
/// <param name="Argument">What stands behind the name, as help shows it; empty for nothing.</param>
sealed record Command(string Name, string Argument, string Description)
{
    /// <summary>Carries it out on the screen on top; answers what is wrong with the argument, or null.</summary>
    public required Func<IScreenHost, Screen, string, PromptError?> Run { get; init; }

    /// <summary>How an argument might go on.</summary>
    public Func<IScreenHost, string, IReadOnlyList<string>> Words { get; init; } = (_, _) => [];

    /// <summary>It needs a screen about a part of the capture.</summary>
    public bool NeedsSelection { get; init; } = true;

    /// <summary>It is of one capture: where many are looked at together, a row must be stepped into first.</summary>
    public bool IsOfOne { get; init; }
}
