using System.Globalization;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters;

/// <summary>
/// What the kernel can decide of a filter, so that nobody has to fetch what will not pass: checks that all must hold. Those of ids, of the call and
/// of its failure it decides itself; those of what is known of a thread or an fd by marks (<see cref="KernelMarks"/>), for what the kernel calls
/// something is not always what is shown.
/// </summary>
/// <param name="Pid">The only process, or 0.</param>
/// <param name="Tid">The only thread, or 0.</param>
/// <param name="FailedOnly">Only calls that failed.</param>
/// <param name="Types">The only event types, by name; null for all.</param>
/// <param name="OfThread">A filter that looks at the thread alone; empty for none.</param>
/// <param name="OfFd">A filter that looks at the thread and the fd alone; empty for none.</param>
/// <param name="Text">The checks as they were written.</param>
public sealed record KernelFilter(int Pid, int Tid, bool FailedOnly, IReadOnlySet<string>? Types, string OfThread, string OfFd, string Text)
{
    /// <summary>What they are changes by calls of the thread's own process alone, each of which the probe sees and tells.</summary>
    static readonly HashSet<string> s_ofThread =
    [
        "proc.name", "proc.exe", "proc.exepath", "proc.exeline", "proc.cmdline", "proc.args", "proc.env", "proc.pid", "proc.vpid", "proc.tty", "proc.sid",
        "thread.tid", "thread.vtid", "thread.ismain",
        "user.uid", "user.name", "user.homedir", "user.shell", "user.loginuid", "user.loginname", "group.gid", "group.name",
        "container.id", "container.full_id", "container.name", "container.type", "container.privileged",
        "container.image", "container.image.id", "container.image.repository", "container.image.tag", "container.image.digest",
    ];

    /// <summary>Fields of fds that a read or a write may change, or that look at more than the fd.</summary>
    static readonly HashSet<string> s_notOfFd = ["fd.types", "fd.connected", "fd.name_changed", "fd.uid", "fd.containername", "fd.containerdirectory"];

    public static KernelFilter None { get; } = new(0, 0, false, null, "", "", "");

    /// <summary>Something of it is decided by marks.</summary>
    public bool HasMarks => OfThread.Length > 0 || OfFd.Length > 0;

    /// <exception cref="FilterException">The text is no filter.</exception>
    public static KernelFilter Of(string text, FilterDialect dialect)
    {
        if (text.Length == 0)
            return None;
        var root = FilterParser.Parse(text, dialect);
        var result = None;
        foreach (var term in Terms(root))
        {
            var written = term is OrNode ? $"({term})" : term.ToString();
            var narrower = term is CheckNode { Left: FieldOperand field, Right: null, Quantifier: Quantifier.None } check ? With(result, field.Text, check) : null;
            if (narrower is null && Fields(term).ToArray() is { Length: > 0 } fields && fields.All(f => IsOfThread(f) || IsOfFd(f)))
                narrower = fields.All(IsOfThread) ? result with { OfThread = Joined(result.OfThread, written) } : result with { OfFd = Joined(result.OfFd, written) };
            if (narrower is not null)
                result = narrower with { Text = Joined(result.Text, written) };
        }
        return result;
    }

    /// <summary>The filter and one check more, or null where the kernel can't decide it itself.</summary>
    static KernelFilter? With(KernelFilter filter, string field, CheckNode check)
    {
        var isEqual = check.Operator == ComparisonOperator.Equal && check.Values.Count == 1;
        return field switch
        {
            "proc.pid" when isEqual && filter.Pid == 0 && Id(check) is > 0 and var pid => filter with { Pid = pid },
            "thread.tid" when isEqual && filter.Tid == 0 && Id(check) is > 0 and var tid => filter with { Tid = tid },
            "evt.failed" when isEqual && check.Values[0].Text == "true" => filter with { FailedOnly = true },
            "evt.type" when (isEqual || check.Operator == ComparisonOperator.In) && filter.Types is null =>
                filter with { Types = check.Values.Select(v => v.Text).ToHashSet() },
            _ => null,
        };
    }

    /// <summary>What must all hold.</summary>
    static IEnumerable<SyntaxNode> Terms(SyntaxNode node) => node is AndNode and ? and.Terms.SelectMany(Terms) : [node];

    /// <summary>Every field that a part of a filter asks; null stands for what is no field.</summary>
    static IEnumerable<string?> Fields(SyntaxNode node) => node switch
    {
        AndNode and => and.Terms.SelectMany(Fields),
        OrNode or => or.Terms.SelectMany(Fields),
        NotNode not => Fields(not.Term),
        CheckNode { Left: FieldOperand left, Right: null or FieldOperand } check => check.Right is FieldOperand right ? [left.Text, right.Text] : [left.Text],
        _ => [null],
    };

    static bool IsOfThread(string? field) => field is not null && s_ofThread.Contains(WithoutArgument(field));

    static bool IsOfFd(string? field) =>
        field is not null && field.StartsWith("fd.", StringComparison.Ordinal) && WithoutArgument(field) is var name && !s_notOfFd.Contains(name);

    static string WithoutArgument(string field) => field.IndexOf('[') is >= 0 and var bracket ? field[..bracket] : field;

    static string Joined(string first, string second) => first.Length == 0 ? second : $"{first} and {second}";

    static int Id(CheckNode check) => int.TryParse(check.Values[0].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
