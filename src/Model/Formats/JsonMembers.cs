using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>
/// The fields of a format as members of a JSON object, in the order of their names. Fields that show what an earlier one has
/// left behind (<see cref="ParamScratch"/>) are asked in the order in which they were written.
/// </summary>
sealed class JsonMembers
{
    readonly FormatToken[] _members;
    /// <summary>Which member each field of the format is, where they must be asked in that order; else empty.</summary>
    readonly int[] _asWritten = [];
    readonly Utf8Writer _values = new(256);
    readonly Range[] _places;

    public JsonMembers(FormatToken[] tokens)
    {
        // A name that is given twice is one member.
        var byName = new SortedDictionary<string, FormatToken>(StringComparer.Ordinal);
        foreach (var token in tokens)
            if (token.IsField)
                byName[token.Name] = token;
        _members = [.. byName.Values];
        _places = new Range[_members.Length];
        FormatToken[] written = [.. tokens.Where(t => byName.GetValueOrDefault(t.Name) == t)];
        var sensitive = written.Where(t => t.LooksAtArguments);
        if (!sensitive.SequenceEqual(_members.Where(t => t.LooksAtArguments)))
            _asWritten = Array.ConvertAll(written, t => Array.IndexOf(_members, t));
    }

    /// <summary>Writes the object; false where a field has no value, which is <c>null</c>.</summary>
    public bool Write(Utf8Writer to, Event e)
    {
        var complete = true;
        _values.Clear();
        foreach (var index in _asWritten)
        {
            var start = _values.Length;
            complete &= _members[index].WriteJson(_values, e);
            _places[index] = start.._values.Length;
        }
        to.Write('{');
        for (var i = 0; i < _members.Length; i++)
        {
            if (i > 0)
                to.Write(',');
            to.Write(_members[i].Label);
            if (_asWritten.Length == 0)
                complete &= _members[i].WriteJson(to, e);
            else
                to.Write(_values.Written[_places[i]]);
        }
        to.Write('}');
        return complete;
    }
}
