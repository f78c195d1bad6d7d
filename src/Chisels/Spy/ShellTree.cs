using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Spy;

/// <summary>Which shell a process was started from, and how many processes lie between.</summary>
/// <param name="forgets">
/// As sysdig 0.29.3 finds shells: every change of directory moves its list of ancestors one place on for good, so that after the
/// second it finds no more shells for processes whose parents it has not met.
/// </param>
sealed class ShellTree(ChiselSetup setup, bool forgets)
{
    const int MostAncestors = 16;
    const int NoShell = -1;

    readonly ShownField[] _names = [.. Enumerable.Range(0, MostAncestors + 1).Select(i => new ShownField($"proc.aname[{i}]", setup))];
    readonly ShownField[] _ids = [.. Enumerable.Range(0, MostAncestors + 1).Select(i => new ShownField($"proc.apid[{i}]", setup))];
    readonly Dictionary<long, (int Depth, long Shell)> _known = [];
    readonly Utf8Writer _name = new();
    int _shift;

    /// <summary>Finds the place of a process; false when no ancestor of it is a shell.</summary>
    /// <param name="parent">The process that it is filed under: its parent, or for a change of directory the shell itself.</param>
    public bool TryPlace(Event e, long process, long parent, bool isDirectory, out int depth, out long shell)
    {
        _shift = forgets ? _shift + (isDirectory ? 1 : 0) : isDirectory ? 1 : 0;
        if (!_known.TryGetValue(parent, out var above))
        {
            _known[parent] = (NoShell, 0);
            Search(e, parent);
            above = _known[parent];
        }
        (depth, shell) = above;
        if (above.Depth == NoShell)
            return false;
        if (!_known.TryGetValue(process, out var place) || place.Depth == NoShell)
            _known[process] = place = (above.Depth + 1, above.Shell);
        (depth, shell) = place;
        return true;
    }

    // The farthest shell wins.
    void Search(Event e, long parent)
    {
        for (var level = 1; level <= MostAncestors; level++)
        {
            var at = level - _shift;
            if (at < 0 || !_ids[at].TryNumber(e, out var id))
                return;
            _name.Clear();
            if (_names[at].Write(_name, e) && _name.Written.EndsWith("sh"u8))
                _known[parent] = (_known.ContainsKey((long)id) ? level - 1 : 0, (long)id);
        }
    }
}
