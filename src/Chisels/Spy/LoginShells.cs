using System.Text;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Spy;

/// <summary>The shell from which commands of a name were run; its id can be asked for in a filter of spy_users.</summary>
sealed class LoginShells : IChisel
{
    public static ChiselDefinition Definition { get; } = new("list_login_shells", "Security", "The login shell that ran a command",
        [
            new("command", "string", true, "commands with this text in their name; * for any"),
            new("arguments", "string", true, "commands with this text in their arguments"),
        ], s => new LoginShells(s));

    readonly string? _command;
    readonly byte[] _commandText, _argumentText;
    readonly bool _containers;
    readonly ShownField _shell, _exe, _arguments, _container, _containerId;
    readonly Utf8Writer _scratch = new();
    readonly List<byte[]> _found = [];
    Filter _filter = null!;

    LoginShells(ChiselSetup setup)
    {
        _command = setup.Arguments.Count > 0 && setup.Arguments[0] != "*" ? setup.Arguments[0] : null;
        _commandText = Encoding.UTF8.GetBytes(_command ?? "");
        _argumentText = setup.Arguments.Count > 1 ? Encoding.UTF8.GetBytes(setup.Arguments[1]) : [];
        _containers = setup.Containers;
        _shell = new("proc.loginshellid", setup);
        _exe = new("evt.arg.exe", setup);
        _arguments = new("evt.arg.args", setup);
        _container = new("container.name", setup);
        _containerId = new("container.id", setup);
    }

    public void Begin(EventStream stream) => _filter = Filter.Parse("evt.type=execve", stream.State);

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e) || !_shell.TryNumber(e, out _) || !Contains(_exe, e, _commandText, ifAbsent: false)
            || !Contains(_arguments, e, _argumentText, ifAbsent: true))
            return;
        // The original keeps the last shell alone, and with it its container's name and id.
        _found.Clear();
        Keep(_shell, e);
        Keep(_container, e);
        Keep(_containerId, e);
    }

    public void End(Utf8Writer to)
    {
        if (_command is null)
            to.Write("All shells:\n"u8);
        else
            to.Write($"Shells containing {_command}:\n");
        // It prints the shell once for each of the three that it knows, and ends without a word where a container is not known.
        if (_containers && _found.Count < 3)
            return;
        foreach (var _ in _found)
        {
            to.Write(_found[0]);
            for (var i = 1; _containers && i < _found.Count; i++)
            {
                to.Write(' ');
                to.Write(_found[i]);
            }
            to.Write('\n');
        }
    }

    bool Contains(ShownField field, Event e, byte[] text, bool ifAbsent)
    {
        _scratch.Clear();
        return field.Write(_scratch, e) ? _scratch.Written.IndexOf(text) >= 0 : ifAbsent;
    }

    void Keep(ShownField field, Event e)
    {
        _scratch.Clear();
        if (field.Write(_scratch, e))
            _found.Add(_scratch.Written.ToArray());
    }
}
