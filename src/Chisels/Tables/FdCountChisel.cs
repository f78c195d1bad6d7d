using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Queries;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tables;

/// <summary>How many different fds, told apart by number and name, were used under each value of a field.</summary>
sealed class FdCountChisel : IChisel
{
    readonly ChiselSetup _setup;
    readonly Field _key, _number = FieldCatalog.Bind("fd.num"), _name = FieldCatalog.Bind("fd.name");
    readonly KeyNumbers _rows = new(), _fds = new();
    readonly Utf8Writer _text = new(), _fd = new();
    long[] _counts = new long[32];

    /// <exception cref="FieldException">The argument is no field.</exception>
    public FdCountChisel(ChiselSetup setup)
    {
        _setup = setup;
        _key = FieldCatalog.Bind(setup.Arguments[0]);
    }

    public void Begin(EventStream stream)
    {
    }

    public void Add(Event e, Utf8Writer to)
    {
        var number = new FieldValue { Type = _number.Definition.Type };
        if (!_number.TryGet(e, ref number) || number.Number <= 0)
            return;
        _fd.Clear();
        if (!KeyText.Write(_fd, _name, e, _setup) || _fd.Length == 0)
            return;
        _text.Clear();
        if (!KeyText.Write(_text, _key, e, _setup))
            return;
        var row = _rows.Add(_text.Written, out _);
        if (row >= _counts.Length)
            Array.Resize(ref _counts, _counts.Length * 2);
        _fd.Write(' ');
        _fd.Write(number.Number);
        _fd.Write(' ');
        _fd.Write((long)row);
        _fds.Add(_fd.Written, out var isNew);
        if (isNew)
            _counts[row]++;
    }

    public void End(Utf8Writer to)
    {
        foreach (var row in Enumerable.Range(0, _rows.Count).OrderByDescending(r => _counts[r]))
        {
            to.Write(_rows[row]);
            to.Write('\t');
            to.Write(_counts[row]);
            to.Write('\n');
        }
    }
}
