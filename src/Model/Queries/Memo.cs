namespace CSysdig.Model.Queries;

/// <summary>
/// Answers for versions of threads or fds, or types of events, asked of late. Rows near each other are about the same versions,
/// so few answers are enough, and they stay near the processor; what was forgotten is asked again.
/// </summary>
struct Memo<T> where T : struct
{
    const int Size = 4096;

    /// <summary>The slot that each answer is of, plus one.</summary>
    int[]? _slots;
    T[]? _answers;

    /// <summary>The answer of a slot, valid until the next call; the default one where there is none yet.</summary>
    public ref T At(int slot)
    {
        _slots ??= new int[Size];
        _answers ??= new T[Size];
        var at = slot & (Size - 1);
        if (_slots[at] != slot + 1)
        {
            _slots[at] = slot + 1;
            _answers[at] = default;
        }
        return ref _answers[at];
    }

    /// <summary>The answer of a slot; the default one where there is none.</summary>
    public readonly T Peek(int slot)
    {
        var at = slot & (Size - 1);
        return _slots is not null && _slots[at] == slot + 1 && slot >= 0 ? _answers![at] : default;
    }
}

/// <summary>Whether something was asked before, and the answer.</summary>
enum Known : byte { Not, No, Yes }
