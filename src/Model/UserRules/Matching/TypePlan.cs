using CSysdig.Capture.Events;

namespace CSysdig.Model.UserRules.Matching;

/// <summary>What is left of a rule's condition.</summary>
readonly record struct RuleLeft(int Index, RuleNode Node);

/// <summary>The rules that events of a type can match.</summary>
sealed record TypePlan(int Number, RuleLeft[] Rules)
{
    public const int FirstCall = 512;
    const int Calls = 1024;
    public const int Slots = FirstCall + 2 * Calls;

    /// <summary>Where the plan of an event's type stands; -1 where the type does not decide what it is. A generic event's is that of its call.</summary>
    public static int SlotOf(Event e)
    {
        var code = (int)e.Code;
        if (code > 1)
            return code < FirstCall && e.Code != EventCode.AsynceventE ? code : -1;
        var call = e.Raw.UInt16(0);
        return call < Calls ? FirstCall + code * Calls + call : -1;
    }
}
