using CSysdig.Capture.Events;
using CSysdig.Model.Text;

namespace CSysdig.Model.State;

/// <summary>
/// What a thread does, as far as somebody has seen it: what a look at the machine found, the call that it has begun and not ended, or how it ended. Nothing where
/// nobody has. A number, for there are many.
/// </summary>
public readonly record struct ThreadDoing(uint Packed)
{
    enum Kind : uint { Nothing, Looked, InCall, InGenericCall, Ended }

    const int KindAt = 24, LetterAt = 16;
    const uint Low = 0xFFFF;

    Kind Is => (Kind)(Packed >> KindAt);

    /// <summary>What a look at the machine has found: the letter that /proc has for it, and the code of the call in which it waits, 0 for none.</summary>
    public static ThreadDoing Looked(char letter, int call) => Of(Kind.Looked, (uint)(letter & 0x7F) << LetterAt | (uint)call & Low);

    /// <summary>It has begun a call, told by an event of a type, and not ended it.</summary>
    public static ThreadDoing InCall(EventCode enter) => Of(Kind.InCall, (uint)enter);

    /// <summary>The same of a call that has no type of its own; 0 where it isn't known which.</summary>
    public static ThreadDoing InGenericCall(int call) => Of(Kind.InGenericCall, (uint)call & Low);

    /// <summary>It has ended, with a status as wait(2) tells it.</summary>
    public static ThreadDoing Ended(long status) => Of(Kind.Ended, (uint)status & Low);

    /// <summary>It has a processor.</summary>
    public static ThreadDoing Running => Looked('R', 0);

    static ThreadDoing Of(Kind kind, uint rest) => new((uint)kind << KindAt | rest);

    /// <summary>In words; nothing where nothing is known.</summary>
    public void Write(Utf8Writer to)
    {
        var low = (int)(Packed & Low);
        switch (Is)
        {
            case Kind.Looked:
                to.Write((byte)(Packed >> LetterAt & 0x7F));
                if (low != 0 && Syscalls.Name(low) is { } name)
                    to.Write($" {name}");
                break;
            case Kind.InCall:
                to.Write($"in {EventTable.Get((EventCode)low).Name}");
                break;
            case Kind.InGenericCall:
                to.Write($"in {Syscalls.Name(low) ?? "a call"}");
                break;
            case Kind.Ended when (low & 0x7F) is > 0 and var signal:
                if (SignalNames.Of(signal) is { IsEmpty: false } known)
                    to.Write(known);
                else
                    to.Write($"signal {signal}");
                break;
            case Kind.Ended:
                to.Write($"exit {low >> 8}");
                break;
        }
    }
}
