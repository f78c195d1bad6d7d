using CSysdig.Model.State;

namespace CSysdig.Model.UserRules.Matching;

/// <summary>
/// What versions of threads decide of conditions. Many threads decide all of it alike, and share what follows; the answers of those met of
/// late are remembered.
/// </summary>
sealed class ThreadAnswers
{
    const int Size = 4096, MostKinds = 2048;

    readonly RuleNode[] _nodes;
    readonly (ThreadInfo? Thread, Known? Answers)[] _late = new (ThreadInfo?, Known?)[Size];
    readonly Dictionary<ulong[], Known> _kinds;
    readonly Dictionary<ulong[], Known>.AlternateLookup<ReadOnlySpan<ulong>> _byBits;
    readonly ulong[] _bits;
    Known? _nobody;

    /// <param name="conditions">Whose parts are looked through for those that the thread alone decides.</param>
    public ThreadAnswers(RuleNode[] conditions)
    {
        var nodes = new List<RuleNode>();
        var seen = new HashSet<RuleNode>();
        foreach (var condition in conditions)
            Find(condition);
        _nodes = [.. nodes];
        _bits = new ulong[nodes.Count + 63 >> 6];
        _kinds = new(BitsComparer.Instance);
        _byBits = _kinds.GetAlternateLookup<ReadOnlySpan<ulong>>();

        void Find(RuleNode node)
        {
            if (!seen.Add(node))
                return;
            if (node.IsOfThread)
            {
                node.OfThread = nodes.Count;
                nodes.Add(node);
            }
            else
                foreach (var part in node.Parts)
                    Find(part);
        }
    }

    /// <summary>The answers that hold for an event's thread.</summary>
    public Known Of(Event e, ref long turn)
    {
        if (e.Thread is not { } thread)
            return _nobody ??= Ask(e, ref turn);
        ref var late = ref _late[thread.Tid & Size - 1];
        if (late.Thread == thread)
            return late.Answers!;
        var answers = Ask(e, ref turn);
        // The event that made a version may still change it.
        if (thread.Since != e.Number)
            late = (thread, answers);
        return answers;
    }

    public void Clear()
    {
        _kinds.Clear();
        Array.Clear(_late);
        _nobody = null;
    }

    Known Ask(Event e, ref long turn)
    {
        turn++;
        Array.Clear(_bits);
        for (var i = 0; i < _nodes.Length; i++)
            if (_nodes[i].Test(e, turn))
                _bits[i >> 6] |= 1ul << (i & 63);
        if (_byBits.TryGetValue(_bits, out var known))
            return known;
        if (_kinds.Count >= MostKinds)
            Clear();
        ulong[] bits = [.. _bits];
        known = new Known(bits);
        _kinds.Add(bits, known);
        return known;
    }

    /// <summary>Answers, and what they leave of the conditions at events of each type.</summary>
    internal sealed class Known(ulong[] bits)
    {
        RuleLeft[]?[] _left = [];

        public bool this[int node] => (bits[node >> 6] >> (node & 63) & 1) != 0;

        public RuleLeft[]? Left(int plan) => plan < _left.Length ? _left[plan] : null;

        public void Keep(int plan, RuleLeft[] left)
        {
            if (plan >= _left.Length)
                Array.Resize(ref _left, plan + 8);
            _left[plan] = left;
        }
    }

    sealed class BitsComparer : IEqualityComparer<ulong[]>, IAlternateEqualityComparer<ReadOnlySpan<ulong>, ulong[]>
    {
        public static readonly BitsComparer Instance = new();

        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);
        public bool Equals(ReadOnlySpan<ulong> x, ulong[] y) => x.SequenceEqual(y);
        public int GetHashCode(ulong[] bits) => GetHashCode((ReadOnlySpan<ulong>)bits);
        public ulong[] Create(ReadOnlySpan<ulong> bits) => bits.ToArray();

        public int GetHashCode(ReadOnlySpan<ulong> bits)
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(bits));
            return hash.ToHashCode();
        }
    }
}
