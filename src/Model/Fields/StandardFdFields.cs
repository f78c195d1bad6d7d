using CSysdig.Model.Parameters;

namespace CSysdig.Model.Fields;

/// <summary>Where a process's standard input, output and error lead.</summary>
static class StandardFdFields
{
    public static FieldDefinition[] All { get; } =
    [
        Type("proc.stdin.type", "kind of the standard input's fd", 0),
        Type("proc.stdout.type", "kind of the standard output's fd", 1),
        Type("proc.stderr.type", "kind of the standard error's fd", 2),
        Name("proc.stdin.name", "name of the standard input's fd", 0),
        Name("proc.stdout.name", "name of the standard output's fd", 1),
        Name("proc.stderr.name", "name of the standard error's fd", 2),
    ];

    static FieldDefinition Type(string name, string description, long fd) => Define.Text(name, description, (e, _, ref text) =>
    {
        if (e.FindFd(fd) is not { } info)
            return false;
        text = FdText.TypeName(info.Type);
        return true;
    });

    static FieldDefinition Name(string name, string description, long fd) => Define.Text(name, description, (e, _, ref text) =>
    {
        if (e.FindFd(fd) is not { } info)
            return false;
        text = info.Name;
        return true;
    });
}
