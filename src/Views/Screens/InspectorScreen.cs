using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Prompts;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>One event with the value of every field that has one.</summary>
sealed class InspectorScreen : Screen
{
    /// <summary>Where a name is so long that its value begins below it: the start of the name's line.</summary>
    const int NameAlone = -1;
    const int LeastLeft = 16;

    readonly List<InspectedField> _fields = [];
    readonly List<(int Field, int Start)> _lines = [];
    readonly List<int> _breaks = [];
    readonly long _number;
    readonly long _row;
    int _left, _width;

    /// <param name="row">The event's row of the history.</param>
    public InspectorScreen(IScreenHost host, Selection selection, long row) : base(host)
    {
        Selection = selection;
        _row = row;
        var cursor = host.History.CreateCursor();
        if (!cursor.Load(row))
            return;
        _number = cursor.Event.Number;
        _fields = InspectedFields.Of(cursor.Event);
    }

    public override Selection Selection { get; }
    public override Screen About(Selection selection) => new DigScreen(Host, selection);
    public override Places Place => Places.Inspector;
    public override string Title => $"Event {_number}";
    public override string Facts => $"{_fields.Count} fields";
    public override int Count => _lines.Count;

    public override void Prepare(int width)
    {
        if (width == _width)
            return;
        _width = width;
        _left = Math.Min(_fields.Select(field => field.Name.Length).DefaultIfEmpty(0).Max() + 2, Math.Max(LeastLeft, width / 4));
        _lines.Clear();
        for (var i = 0; i < _fields.Count; i++)
        {
            if (!HasNameBeside(i))
                _lines.Add((i, NameAlone));
            _breaks.Clear();
            TextLines.Break(_fields[i].Shown, width - _left - 2, _breaks);
            if (_breaks.Count == 0)
                _breaks.Add(0);
            foreach (var start in _breaks)
                _lines.Add((i, start));
        }
    }

    public override void ComposeRow(int row, Line into)
    {
        var (index, start) = _lines[row];
        var (name, _, value) = _fields[index];
        into.Unbox(1);
        if (start == NameAlone || start == 0 && HasNameBeside(index))
            into.Write(name, Style.Path);
        if (start == NameAlone)
            return;
        var end = row + 1 < _lines.Count && _lines[row + 1].Field == index ? _lines[row + 1].Start : value.Length;
        into.Unbox(1 + _left);
        into.Write(TextLines.Trim(value.AsSpan(start, end - start)));
    }

    bool HasNameBeside(int field) => _fields[field].Name.Length + 2 <= _left;

    public override string RowText(int row)
    {
        var (name, _, value) = _fields[_lines[row].Field];
        return $"{name} {SafeText.ToString(value)}";
    }

    public override ulong? TimeOf(int row) => Host.History.TimestampAt(_row);

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
        var (name, value, _) = _fields[_lines[Position.Selected].Field];
        var check = FieldCheck.Of(name, SafeText.ToString(value), keep);
        if (FilterPrompt.Judge(Host, check) is { } error)
        {
            Host.Say($"{check} is no filter: {error.Message}");
            return;
        }
        Host.Open(new DigScreen(Host, Selection with { CaptureFilter = Selection.Combine(Selection.CaptureFilter, check) }));
    }
}
