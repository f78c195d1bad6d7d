using System.Text;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Spy;

/// <summary>The shells from which commands of a name were run; their ids can be asked for in a filter of spy_users.</summary>
sealed class LoginShells : IChisel
{
    public static ChiselDefinition Definition { get; } = new("list_login_shells", "Security", "The login shells that ran a command",
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
    readonly Utf8Writer _lines = new();
    readonly HashSet<double> _listed = [];
    Filter _filter = null!;
    bool _compat;

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

    public void Begin(EventStream stream)
    {
        _filter = Filter.Parse("evt.type=execve", stream.State);
        _compat = stream.State.Compat;
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e) || !_shell.TryNumber(e, out var shell) || !Contains(_exe, e, _commandText, ifAbsent: false)
            || !Contains(_arguments, e, _argumentText, ifAbsent: true))
            return;
        if (_compat)
            KeepLast(e);
        else if (_listed.Add(shell))
            List(e);
    }

    public void End(Utf8Writer to)
    {
        if (_command is null)
            to.Write("All shells:\n"u8);
        else
            to.Write($"Shells containing {_command}:\n");
        if (_compat)
            WriteLast(to);
        else
            to.Write(_lines.Written);
    }

    void List(Event e)
    {
        _shell.Write(_lines, e);
        foreach (var field in _containers ? [_container, _containerId] : (ReadOnlySpan<ShownField>)[])
        {
            _lines.Write(' ');
            field.WriteOr(_lines, e, "<NA>"u8);
        }
        _lines.Write('\n');
    }

    /// <summary>The original keeps the last shell alone, and with it its container's name and id.</summary>
    void KeepLast(Event e)
    {
        _found.Clear();
        Keep(_shell, e);
        Keep(_container, e);
        Keep(_containerId, e);
    }

    /// <summary>It prints the shell once for each of the three that it knows, and ends without a word where a container is not known.</summary>
    void WriteLast(Utf8Writer to)
    {
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
