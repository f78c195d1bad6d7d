using System.Text;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.State;
using CSysdig.Model.Text;
using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules.Matching;

/// <summary>Matches of a rule as Falco prints them: a line, or JSON. It keeps scratch: one a thread.</summary>
public sealed class RuleLine
{
    readonly UserRule _rule;
    readonly EventFormat _format;
    readonly byte[] _tail;

    /// <exception cref="RuleFileException">The output can't be read.</exception>
    public RuleLine(UserRule rule, MachineState state) : this(rule, Dialect.Of(state))
    {
    }

    RuleLine(UserRule rule, Dialect? dialect)
    {
        _rule = rule;
        try
        {
            _format = EventFormat.Parse($"*%evt.time: {rule.Priority} {Output(rule)}", dialect);
        }
        catch (Exception e) when (e is EventFormatException or Fields.FieldException)
        {
            throw new RuleFileException(rule.OutputText.Start, $"the output of rule {rule.Name} is wrong: {e.Message}");
        }
        _tail = Encoding.UTF8.GetBytes($",\"priority\":{Quoted(rule.Priority.ToString())},\"rule\":{Quoted(rule.Name)},\"source\":{Quoted(rule.Source)},\"tags\":[{string.Join(',', rule.Tags.Select(Quoted))}]");
    }

    /// <exception cref="RuleFileException">The output can't be read.</exception>
    internal static void Check(UserRule rule) => _ = new RuleLine(rule, (Dialect?)null);

    /// <summary>Writes the line without its end.</summary>
    public void Write(Utf8Writer to, Event e) => _format.Write(to, e);

    /// <summary>Writes an object with the members that Falco's has.</summary>
    public void WriteJson(Utf8Writer to, Event e)
    {
        int start;
        to.Write('{');
        if (e.State.Machine.HostName is { Length: > 0 } host)
        {
            to.Write("\"hostname\":"u8);
            start = to.Length;
            to.Write(host);
            JsonText.QuoteFrom(to, start);
            to.Write(',');
        }
        to.Write("\"output\":"u8);
        start = to.Length;
        Write(to, e);
        JsonText.QuoteFrom(to, start);
        to.Write(",\"output_fields\":"u8);
        _format.WriteJson(to, e);
        to.Write(_tail);
        to.Write(",\"time\":\""u8);
        TimeText.WriteUtc(to, e.Timestamp, "Z\"}");
    }

    /// <summary>One line, in which nothing moves a cursor.</summary>
    static string Output(UserRule rule)
    {
        var line = rule.Output.Trim().ReplaceLineEndings(" ").Replace("%container.info", "%container.name (id=%container.id)");
        return line.All(c => c is >= ' ' and <= '~') ? line : SafeText.ToString(Encoding.UTF8.GetBytes(line));
    }

    static string Quoted(string text)
    {
        var to = new Utf8Writer();
        to.Write(text);
        JsonText.QuoteFrom(to, 0);
        return to.ToString();
    }
}
