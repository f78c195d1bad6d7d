using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tables;

/// <summary>How many different fds, told apart by number and name, were used under each value of a field.</summary>
sealed class FdCountChisel : IChisel
{
    readonly bool _terminal;
    readonly Field _key, _number = FieldCatalog.Bind("fd.num"), _name = FieldCatalog.Bind("fd.name");
    readonly KeyTable _rows = new(), _fds = new();
    readonly Utf8Writer _text = new();
    long[] _counts = new long[32];

    /// <exception cref="FieldException">The argument is no field.</exception>
    public FdCountChisel(ChiselSetup setup)
    {
        _terminal = setup.Terminal;
        _key = FieldCatalog.Bind(setup.Arguments[0]);
    }

    public void Begin(EventStream stream)
    {
    }

    public void Add(Event e)
    {
        var number = new FieldValue { Type = _number.Definition.Type };
        var name = new FieldValue { Type = _name.Definition.Type };
        var key = new FieldValue { Type = _key.Definition.Type };
        if (!_number.TryGet(e, ref number) || number.Number <= 0 || !_name.TryGet(e, ref name) || name.Bytes.IsEmpty || !_key.TryGet(e, ref key))
            return;
        _text.Clear();
        KeyText.Write(_text, key);
        var row = _rows.Add(_text.Written, out _);
        if (row >= _counts.Length)
            Array.Resize(ref _counts, _counts.Length * 2);
        _text.Clear();
        _text.Write((long)row);
        _text.Write(' ');
        _text.Write(number.Number);
        _text.Write(name.Bytes);
        _fds.Add(_text.Written, out var isNew);
        if (isNew)
            _counts[row]++;
    }

    public void End(Utf8Writer to)
    {
        foreach (var row in Enumerable.Range(0, _rows.Count).OrderByDescending(r => _counts[r]))
        {
            var start = to.Length;
            to.Write(_rows[row]);
            if (_terminal)
                CleanText.EscapeFrom(to, start);
            to.Write('\t');
            to.Write(_counts[row]);
            to.Write('\n');
        }
    }
}
