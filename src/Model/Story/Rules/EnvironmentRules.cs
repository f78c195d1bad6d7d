using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Rules;

/// <summary>What programs are given along in their environment: a library to load first, no history to keep.</summary>
sealed class EnvironmentRules(FindingBook book, Downloads downloads)
{
    public void Ran(ThreadInfo thread, in Deed deed)
    {
        var all = thread.Env.AsSpan();
        foreach (var range in all.Split((byte)0))
        {
            var variable = all[range];
            if (variable.StartsWith("LD_PRELOAD="u8))
                Preloads(deed, variable["LD_PRELOAD="u8.Length..]);
            else if (variable.StartsWith("HIST"u8) && (variable.SequenceEqual("HISTFILE=/dev/null"u8) || variable.SequenceEqual("HISTSIZE=0"u8) || variable.SequenceEqual("HISTFILESIZE=0"u8)))
                book.Note(KeptNoHistory, deed, variable);
        }
    }

    // Build tools and allocators are preloaded from where libraries lie.
    void Preloads(in Deed deed, ReadOnlySpan<byte> libraries)
    {
        foreach (var range in libraries.SplitAny((byte)':', (byte)' '))
        {
            var library = libraries[range];
            if (!library.IsEmpty && (Places.IsTemporary(library) || !Places.Hidden(library).IsEmpty || downloads.Of(library) is not null))
                book.Note(PreloadedLibrary, deed, library, library, isGrave: true);
        }
    }
}
