using CSysdig.Model;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Screens;

/// <summary>A screen about the whole machine that is no view of events: it is offered where views are, and <c>-v</c> knows it too.</summary>
public sealed class OwnScreen
{
    internal OwnScreen(string id, string name, string about, string details, Func<IScreenHost, TimeRange?, Screen> make) =>
        (Id, Name, About, Details, Make) = (id, name, about, details, make);

    /// <summary>As <c>-v</c> and the palette know it.</summary>
    public string Id { get; }
    public string Name { get; }
    /// <summary>What it shows, in a sentence.</summary>
    public string About { get; }
    /// <summary>The same for who is about to choose it.</summary>
    public string Details { get; }
    /// <summary>It is of one capture, also where many are looked at together.</summary>
    public bool IsOfOne { get; init; }
    /// <summary>Makes it for who comes from a screen that is of a stretch of time, or of all of it.</summary>
    internal Func<IScreenHost, TimeRange?, Screen> Make { get; }
}

/// <summary>Those there are.</summary>
public static class OwnScreens
{
    public static OwnScreen Story { get; } = new("story", "Story", "What looks like an attack: findings in the order of time, by login session.",
        "What looks like an attack: findings in the order of time, by login session, each with the way to its evidence. Empty where nothing does.",
        (host, _) => new StoryScreen(host));

    // Of a machine the time that was chosen holds for every screen that can be of one.
    public static OwnScreen Sessions { get; } = new("sessions", "Sessions", "Who is or was logged in: from where, since when, what runs, what was done.",
        "Each login by ssh or at a terminal, into a container or as another user, with failed tries before it and what it runs now. Enter shows what was done in it.",
        (host, time) => new SessionsScreen(host, host.History.IsLive ? time : null));

    public static OwnScreen Overview { get; } = new("overview", "Overview", "The capture at a glance: what happened how often, and when.",
        "Findings, sessions, programs, files, connections, bytes and errors: how many, and when, on one axis of time. Enter shows what a number counts.",
        (host, time) => new OverviewScreen(host, new Selection { Range = time })) { IsOfOne = true };

    public static IReadOnlyList<OwnScreen> All { get; } = [Story, Sessions, Overview];

    /// <summary>Of captures that are looked at together alone.</summary>
    public static OwnScreen Hosts { get; } = new("hosts", "Hosts", "The captures that are looked at together: how far each is loaded, and what of it is missing.",
        "A host a row: events, times, file, how far its capture is loaded and what of it is missing. Enter goes into it.",
        (host, _) => new HostsScreen(host, host.Fleet!));

    /// <summary>All that <c>-v</c> knows.</summary>
    public static IReadOnlyList<OwnScreen> Listed { get; } = [.. All, Hosts];

    public static OwnScreen? Find(string? id) => Listed.FirstOrDefault(own => own.Id == id);
}
