using System.Text;
using CSysdig.Capture.Live;
using CSysdig.Cli;
using CSysdig.Cli.Options;

namespace CSysdig.Completion;

/// <summary>
/// What the scripts of the shells call. The answer is a line with the kind of the offer and a line a candidate, with a tab
/// and what it means.
/// </summary>
static class CompletionCommand
{
    /// <summary>The first argument of such a call. It is no option: nobody types it.</summary>
    public const string Name = "--complete";

    /// <summary>Prints the answer; a shell that wants no more of it is told nothing.</summary>
    public static int Run(OptionTable table, string[] args)
    {
        try
        {
            return StandardStreams.Say(Answer(table, args));
        }
        catch (OutputException)
        {
            return 1;
        }
    }

    /// <param name="args">
    /// <c>words</c> and the words behind the program's name, the last one as far as the cursor; or <c>line</c>, the line as far as
    /// the cursor, and what the shell takes for the word under it (bash divides words at equals signs too).
    /// </param>
    public static string Answer(OptionTable table, string[] args) => args switch
    {
        ["words", .. var before, var word] => Text(new CommandLineOffer(table, before).For(word), "", c => c.Text),
        ["line", var line, var word] => AnswerLine(table, new ShellLine(line), word),
        _ => "",
    };

    static string AnswerLine(OptionTable table, ShellLine line, string shown)
    {
        var offer = new CommandLineOffer(table, [.. line.Words.Skip(1)]).For(line.Last);
        var kept = line.Last.EndsWith(shown, StringComparison.Ordinal) ? line.Last[..^shown.Length] : "";
        // bash closes the quote behind a single candidate; a second one keeps it open.
        if (line.Quote != '\0' && offer is { Kind: OfferKind.Parts, Candidates: [var only] })
            offer = offer with { Candidates = [only, only with { Text = only.Text + " " }] };
        return Text(offer, kept, c => line.Escape(c.Text[Math.Min(kept.Length, c.Text.Length)..]));
    }

    static string Text(Offer offer, string kept, Func<Candidate, string> written)
    {
        var text = new StringBuilder(offer.Kind.ToString().ToLowerInvariant()).Append('\n');
        foreach (var candidate in offer.Candidates)
            if (candidate.Text.StartsWith(kept, StringComparison.Ordinal))
                text.Append(written(candidate)).Append('\t').Append(candidate.Meaning).Append('\n');
        return text.ToString();
    }
}
