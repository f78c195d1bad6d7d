using System.Buffers;

namespace CSysdig.Model.Queries;

/// <summary>One answer for each version of a thread or fd, or each type of event; grows as they appear.</summary>
struct Memo<T> where T : struct
{
    T[]? _answers;

    public ref T At(int slot)
    {
        if (_answers is null || slot >= _answers.Length)
            Grow(slot + 1);
        return ref _answers![slot];
    }

    /// <summary>The answer of a slot; the default one where there is none.</summary>
    public readonly T Peek(int slot)
    {
        var answers = _answers;
        return answers is not null && (uint)slot < (uint)answers.Length ? answers[slot] : default;
    }

    /// <summary>Another machine state begins: versions count anew.</summary>
    public readonly void Clear()
    {
        if (_answers is not null)
            Array.Clear(_answers);
    }

    /// <summary>Gives the memory to the next question.</summary>
    public void Release()
    {
        if (_answers is not null)
            ArrayPool<T>.Shared.Return(_answers);
        _answers = null;
    }

    void Grow(int least)
    {
        var before = _answers;
        _answers = ArrayPool<T>.Shared.Rent(Math.Max(256, Math.Max(least, (before?.Length ?? 0) * 2)));
        before?.CopyTo(_answers, 0);
        Array.Clear(_answers, before?.Length ?? 0, _answers.Length - (before?.Length ?? 0));
        if (before is not null)
            ArrayPool<T>.Shared.Return(before);
    }
}

/// <summary>Whether something was asked before, and the answer.</summary>
enum Known : byte { Not, No, Yes }
