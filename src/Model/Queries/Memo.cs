namespace CSysdig.Model.Queries;

/// <summary>One answer for each version of a thread or fd, or each type of event; grows as they appear.</summary>
struct Memo<T> where T : struct
{
    T[]? _answers;

    public ref T At(int slot)
    {
        if (_answers is null || slot >= _answers.Length)
            Array.Resize(ref _answers, Math.Max(256, Math.Max(slot + 1, (_answers?.Length ?? 0) * 2)));
        return ref _answers[slot];
    }

    /// <summary>Another machine state begins: versions count anew.</summary>
    public readonly void Clear()
    {
        if (_answers is not null)
            Array.Clear(_answers);
    }
}

/// <summary>Whether something was asked before, and the answer.</summary>
enum Known : byte { Not, No, Yes }
