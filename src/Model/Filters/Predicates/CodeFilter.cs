using CSysdig.Model.Fields;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>
/// A check of what the event's type alone decides (evt.type, evt.dir ...): asked once a type, then read from a bitmap.
/// A generic event's type is its system call, whose number is its first parameter.
/// </summary>
sealed class CodeFilter(FilterNode check) : FilterNode
{
    const int CodeCount = 512, SyscallCount = 1024;

    readonly ulong[] _known = new ulong[(CodeCount + 2 * SyscallCount) / 64];
    readonly ulong[] _passes = new ulong[(CodeCount + 2 * SyscallCount) / 64];

    public override FieldReads Reads => FieldReads.Type;
    internal override IEnumerable<string> Fields => check.Fields;
    internal override int Cost => 1;

    public override bool Test(Event e)
    {
        var slot = (int)e.Code;
        if (slot <= 1)
        {
            var syscall = e.Raw.UInt16(0);
            if (syscall >= SyscallCount)
                return check.Test(e);
            slot = CodeCount + slot * SyscallCount + syscall;
        }
        else if (slot >= CodeCount)
            return check.Test(e);
        var bit = 1ul << (slot & 63);
        if ((_known[slot >> 6] & bit) == 0)
            Learn(e, slot >> 6, bit);
        return (_passes[slot >> 6] & bit) != 0;
    }

    void Learn(Event e, int word, ulong bit)
    {
        _known[word] |= bit;
        if (check.Test(e))
            _passes[word] |= bit;
    }
}

/// <summary>The same answer for every event (an empty list matches nothing).</summary>
sealed class ConstantFilter(bool answer) : FilterNode
{
    internal override int Cost => 0;

    public override bool Test(Event e) => answer;
}

/// <summary><c>evt.around[T]=D</c>: the event lies within D milliseconds of the time T.</summary>
sealed class AroundFilter(ulong time, ulong nanoseconds) : FilterNode
{
    public override FieldReads Reads => FieldReads.Time;
    internal override IEnumerable<string> Fields => ["evt.around"];
    internal override int Cost => 2;

    internal override TimeRange TimesOf(ulong first) => new(time > nanoseconds ? time - nanoseconds : 0, time + nanoseconds < time ? ulong.MaxValue : time + nanoseconds);

    // sysdig's arithmetic wraps, so a span longer than the time since 1970 matches nothing.
    public override bool Test(Event e) =>
        time >= unchecked(e.Timestamp - nanoseconds) && time <= unchecked(e.Timestamp + nanoseconds);
}
