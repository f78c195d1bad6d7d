using System.Runtime.CompilerServices;

namespace CSysdig.Model.History;

/// <summary>The classes of a chunk's rows: never more than it has rows. One thread adds; any thread reads those of rows it may read.</summary>
sealed class RowClasses
{
    volatile RowClass[] _classes = new RowClass[256];

    public int Count { get; private set; }

    public ref readonly RowClass this[int index] => ref _classes[index];

    public ReadOnlySpan<RowClass> All => _classes.AsSpan(0, Count);

    /// <summary>What they take, with what is summed up of them.</summary>
    public long Bytes => (long)_classes.Length * (Unsafe.SizeOf<RowClass>() + Unsafe.SizeOf<ClassSum>());

    public int Add(in RowClass added)
    {
        var classes = _classes;
        if (Count == classes.Length)
        {
            Array.Resize(ref classes, Math.Min(EventChunk.Size, Count * 2));
            _classes = classes;
        }
        classes[Count] = added;
        return Count++;
    }

    /// <summary>Makes these the classes.</summary>
    public void Fill(ReadOnlySpan<RowClass> classes)
    {
        if (_classes.Length < classes.Length)
            _classes = new RowClass[classes.Length];
        classes.CopyTo(_classes);
        Count = classes.Length;
    }

    /// <summary>Nothing will be added.</summary>
    public void Trim()
    {
        if (Count < _classes.Length)
            _classes = _classes.AsSpan(0, Count).ToArray();
    }
}
