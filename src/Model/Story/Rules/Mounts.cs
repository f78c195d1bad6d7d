using CSysdig.Model.State;

namespace CSysdig.Model.Story.Rules;

/// <summary>Where containers have mounted disks of the machine: what lies below is the machine's own.</summary>
sealed class Mounts
{
    const int Most = 100;

    readonly List<byte[]> _places = [];

    public void Add(ReadOnlySpan<byte> place)
    {
        place = place.TrimEnd((byte)'/');
        if (!place.IsEmpty && _places.Count < Most && !Has(place))
            _places.Add(place.ToArray());
    }

    /// <summary>Such a disk was mounted there.</summary>
    public bool Has(ReadOnlySpan<byte> place)
    {
        foreach (var known in _places)
            if (place.SequenceEqual(known))
                return true;
        return false;
    }

    /// <summary>A path as the machine has it.</summary>
    public ReadOnlySpan<byte> Inside(ThreadInfo thread, ReadOnlySpan<byte> path)
    {
        if (_places.Count > 0 && thread.Container is not null)
            foreach (var place in _places)
                if (path.Length > place.Length && path[place.Length] == '/' && path.StartsWith(place))
                    return path[place.Length..];
        return path;
    }
}
