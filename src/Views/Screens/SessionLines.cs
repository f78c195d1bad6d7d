using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>What is said of a session beside its row.</summary>
static class SessionLines
{
    /// <summary>Who and from where, as it was captured.</summary>
    public static byte[] NameOf(SessionRow row) => row.From.Length > 0 ? [.. row.User, .. " from "u8, .. row.From] : [.. row.User, .. " by "u8, .. row.By];

    /// <summary>Whose it is, from where and when to when, where it sits, and how it ended.</summary>
    /// <param name="port">That was called from; 0 for none.</param>
    /// <param name="now">The last moment that is known.</param>
    public static void Compose(SessionRow row, ushort port, ulong now, Line into)
    {
        into.Unbox(1);
        into.Write(row.User, Style.Heading);
        if (row.From.Length > 0)
            into.Write(" from ", Style.Heading).Write(row.From, Style.Heading).Write(port > 0 ? $" port {port}" : "", Style.Dim);
        if (row.By.Length > 0)
            into.Write(" by ", Style.Heading).Write(row.By, Style.Heading);
        var start = row.IsOlder || row.Start == 0 ? "since before the capture" : $"{Clock.Moment(row.Start, now)}{(row.IsOpen ? "" : $" – {Clock.Moment(row.End, now)}, {Units.Duration(row.End - Math.Min(row.Start, row.End))}")}";
        var end = row.IsOpen ? "still open" : row.Outcome switch
        {
            (CommandEnd.Exited, var code) => $"exit {code}",
            (_, var signal) => SignalNames.Of(signal) is { IsEmpty: false } name ? System.Text.Encoding.ASCII.GetString(name) : $"signal {signal}",
            null => "ended",
        };
        into.Write($"   {start}   {(row.Tty.Length > 0 ? row.Tty + "   " : "")}pid {row.Leader}   {end}", Style.Dim);
    }
}
