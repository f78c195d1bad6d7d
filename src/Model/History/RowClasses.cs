using System.Runtime.CompilerServices;

namespace CSysdig.Model.History;

/// <summary>The classes of a chunk's rows: never more than it has rows. One thread adds; any thread reads those of rows it may read.</summary>
sealed class RowClasses
{
    volatile RowClass[] _classes = new RowClass[256];
    volatile int _count;

    public int Count => _count;

    public ref readonly RowClass this[int index] => ref _classes[index];

    /// <summary>Those of all rows that may be read, and perhaps newer ones.</summary>
    public ReadOnlySpan<RowClass> All => _count is var count ? _classes.AsSpan(0, count) : default;

    /// <summary>What they take, with what is summed up of them.</summary>
    public long Bytes => (long)_classes.Length * (Unsafe.SizeOf<RowClass>() + Unsafe.SizeOf<ClassSum>());

    public int Add(in RowClass added)
    {
        var (classes, count) = (_classes, _count);
        if (count == classes.Length)
        {
            Array.Resize(ref classes, Math.Min(EventChunk.Size, count * 2));
            _classes = classes;
        }
        classes[count] = added;
        _count = count + 1;
        return count;
    }

    /// <summary>Makes these the classes.</summary>
    public void Fill(ReadOnlySpan<RowClass> classes)
    {
        if (_classes.Length < classes.Length)
            _classes = new RowClass[classes.Length];
        classes.CopyTo(_classes);
        _count = classes.Length;
    }

    /// <summary>Nothing will be added.</summary>
    public void Trim()
    {
        if (Count < _classes.Length)
            _classes = _classes.AsSpan(0, Count).ToArray();
    }
}
