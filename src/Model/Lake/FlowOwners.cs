using CSysdig.Model.State;

namespace CSysdig.Model.Lake;

/// <summary>
/// Columns of <c>flows</c> that the version of a thread decides: asked once a version, and kept once for all flows of which it is said.
/// </summary>
sealed class FlowOwners(LakeTable table, IEnumerable<LakeColumn> columns)
{
    const int Near = 1 << 10;

    readonly FieldColumns _fields = new(table, columns);
    readonly Owner?[] _near = new Owner?[Near];
    int _group;

    /// <summary>What is said of a thread.</summary>
    public sealed class Owner
    {
        internal required ThreadInfo? Version;
        internal required FieldColumns.Cell[] Cells;
        /// <summary>Numbers in the dictionaries, of a row group.</summary>
        internal required int[] Ids;
        internal int Group = -1;
    }

    public Owner Of(Event e)
    {
        ref var near = ref _near[e.Tid & Near - 1];
        if (near is { Version: { } known } && ReferenceEquals(known, e.Thread))
            return near;
        near = new Owner { Version = e.Thread, Cells = new FieldColumns.Cell[_fields.Count], Ids = new int[_fields.Count] };
        _fields.Keep(e, near.Cells);
        return near;
    }

    public void Add(Owner owner)
    {
        if (owner.Group != _group)
        {
            for (var i = 0; i < owner.Ids.Length; i++)
                owner.Ids[i] = _fields.Id(i, owner.Cells[i]);
            owner.Group = _group;
        }
        for (var i = 0; i < owner.Ids.Length; i++)
            _fields[i].Add(owner.Ids[i]);
    }

    /// <summary>The dictionaries were emptied.</summary>
    public void Clear() => _group++;
}
