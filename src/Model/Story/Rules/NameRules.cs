using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;

namespace CSysdig.Model.Story.Rules;

/// <summary>Processes that pose as something else.</summary>
sealed class NameRules(FindingBook book, Actors actors, NameWatch names)
{
    /// <summary>Looks whether an event told a false name.</summary>
    public void Look(Event e, ulong time)
    {
        if (names.TakeNews() is not { } disguise || e.Thread is not { } thread || disguise.Pose == Pose.None || actors.Of(thread) is not { } group || Trades.IsUpkeep(e, thread))
            return;
        byte[] shown = disguise.Title.Length > 0 && NameFit.Poses(disguise.Title) != Pose.None ? disguise.Title : disguise.Comm;
        book.Note(FindingKind.TookFalseName, Deed.Of(group, e, thread, time), [.. Shown(shown), .. " is "u8, .. disguise.Origin.Line], isGrave: true);
    }

    /// <summary>A title is filled up with NULs or blanks, to hide what stood there before.</summary>
    static ReadOnlySpan<byte> Shown(ReadOnlySpan<byte> title) => title.TrimEnd("\0 "u8);
}
