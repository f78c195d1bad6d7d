using CSysdig.Model.Text;

namespace CSysdig.Model.Fields.Transforms;

/// <summary>How much of the local day has passed at the time of an event, in the unit of <paramref name="time"/>.</summary>
/// <param name="second">How many units make a second.</param>
sealed class TimeOfDayField(Field time, ulong second) : Field(time.Definition)
{
    public override FieldReads Reads => time.Reads;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (!time.TryGet(e, ref value))
            return false;
        var day = 86400 * second;
        value.Number = (long)(((ulong)value.Number + (ulong)(LocalClock.Current.OffsetAt(e.Timestamp) + 86400) * second) % day);
        return true;
    }
}
