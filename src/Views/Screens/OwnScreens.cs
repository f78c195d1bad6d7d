using CSysdig.Views.Hosting;

namespace CSysdig.Views.Screens;

/// <summary>A screen about the whole machine that is no view of events: it is offered where views are, and <c>-v</c> knows it too.</summary>
public sealed class OwnScreen
{
    internal OwnScreen(string id, string name, string about, string details, Func<IScreenHost, Screen> make) =>
        (Id, Name, About, Details, Make) = (id, name, about, details, make);

    /// <summary>As <c>-v</c> and the palette know it.</summary>
    public string Id { get; }
    public string Name { get; }
    /// <summary>What it shows, in a sentence.</summary>
    public string About { get; }
    /// <summary>The same for who is about to choose it.</summary>
    public string Details { get; }
    internal Func<IScreenHost, Screen> Make { get; }
}

/// <summary>Those there are.</summary>
public static class OwnScreens
{
    public static IReadOnlyList<OwnScreen> All { get; } =
    [
        new("story", "Story", "What looks like an attack: findings in the order of time, by login session.",
            "What looks like an attack: findings in the order of time, by login session, each with the way to its evidence. Empty where nothing does.",
            host => new StoryScreen(host)),
        new("sessions", "Sessions", "Who is or was logged in: from where, since when, what runs, what was done.",
            "Each login by ssh or at a terminal, into a container or as another user, with failed tries before it and what it runs now. Enter shows what was done in it.",
            host => new SessionsScreen(host)),
    ];

    public static OwnScreen? Find(string? id) => All.FirstOrDefault(own => own.Id == id);
}
