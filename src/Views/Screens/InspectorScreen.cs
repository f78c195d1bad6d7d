using System.Text;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Formats;
using CSysdig.Model.Text;
using CSysdig.Views.Catalog;
using CSysdig.Views.Drawing;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>One event with the value of every field that has one.</summary>
sealed class InspectorScreen : Screen
{
    const int MostValue = 8192;

    readonly List<(string Name, byte[] Value)> _fields = [];
    readonly List<(int Field, int Start)> _lines = [];
    readonly List<int> _breaks = [];
    readonly long _number;
    readonly int _row;
    int _left, _width;

    /// <param name="row">The event's row of the history.</param>
    public InspectorScreen(IScreenHost host, Selection selection, int row) : base(host)
    {
        Selection = selection;
        _row = row;
        using var _ = host.History.Read();
        var cursor = host.History.CreateCursor();
        if (!cursor.Load(row))
            return;
        _number = cursor.Event.Number;
        Read(cursor.Event);
        _left = _fields.Select(field => field.Name.Length).DefaultIfEmpty(0).Max() + 2;
    }

    public override Selection Selection { get; }
    public override Places Place => Places.Inspector;
    public override string Title => $"Event {_number}";
    public override string Facts => $"{_fields.Count} fields";
    public override int Count => _lines.Count;

    public override void Prepare(int width)
    {
        if (width == _width)
            return;
        _width = width;
        _lines.Clear();
        for (var i = 0; i < _fields.Count; i++)
        {
            _breaks.Clear();
            TextLines.Break(_fields[i].Value, width - _left - 2, _breaks);
            if (_breaks.Count == 0)
                _breaks.Add(0);
            foreach (var start in _breaks)
                _lines.Add((i, start));
        }
    }

    public override void ComposeRow(int row, Line into)
    {
        var (index, start) = _lines[row];
        var (name, value) = _fields[index];
        into.Unbox(1);
        if (start == 0)
            into.Write(name, Style.Path);
        var end = row + 1 < _lines.Count && _lines[row + 1].Field == index ? _lines[row + 1].Start : value.Length;
        into.Unbox(1 + _left);
        into.Write(TextLines.Trim(value.AsSpan(start, end - start)));
    }

    public override string RowText(int row)
    {
        var (name, value) = _fields[_lines[row].Field];
        return $"{name} {SafeText.ToString(value)}";
    }

    public override string? Cell => Count == 0 ? null : SafeText.ToString(_fields[_lines[Position.Selected].Field].Value);

    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Keep or Act.LeaveOut when Count > 0:
                FilterBySelected(act == Act.Keep);
                return true;
            case Act.ToProcess:
                ProcessOf.Open(Host, Selection, _row);
                return true;
            default:
                return Ways.Perform(act, Host, this, Selection);
        }
    }

    void FilterBySelected(bool keep)
    {
        var (name, value) = _fields[_lines[Position.Selected].Field];
        var check = FieldCheck.Of(name, Encoding.UTF8.GetString(value), keep);
        if (FilterPrompt.Judge(Host, check) is { } error)
        {
            Host.Say($"{check} is no filter: {error.Message}");
            return;
        }
        Host.Open(new DigScreen(Host, Selection with { CaptureFilter = Selection.Combine(Selection.CaptureFilter, check) }));
    }

    void Read(Event e)
    {
        var text = new Utf8Writer(256);
        ReadArguments(e, text);
        foreach (var definition in FieldCatalog.All.OrderBy(field => Rank(field.Name)))
        {
            if ((definition.Flags & (FieldFlags.FilterOnly | FieldFlags.ArgRequired | FieldFlags.TableOnly)) != 0)
                continue;
            text.Clear();
            if (FieldText.Write(text, FieldCatalog.Bind(definition.Name), e) && text.Length > 0)
                _fields.Add((definition.Name, text.Written[..Math.Min(text.Length, MostValue)].ToArray()));
        }
    }

    // What happened to what, by whom; then the rest.
    static int Rank(string field) =>
        Array.FindIndex(["evt.type", "fd.", "proc.", "user.", "thread.", "evt.", "container."], begin => field.StartsWith(begin, StringComparison.Ordinal)) is >= 0 and var rank
            ? rank : int.MaxValue;

    // The event's own parameters, named by its type.
    void ReadArguments(Event e, Utf8Writer text)
    {
        var parameters = e.Raw.Info.Params;
        for (var i = 0; i < Math.Min(parameters.Length, e.Raw.ParamCount); i++)
        {
            text.Clear();
            if (FieldText.Write(text, FieldCatalog.Bind($"evt.arg.{parameters[i].Name}"), e) && text.Length > 0)
                _fields.Add(($"evt.arg.{parameters[i].Name}", text.Written[..Math.Min(text.Length, MostValue)].ToArray()));
        }
    }
}
