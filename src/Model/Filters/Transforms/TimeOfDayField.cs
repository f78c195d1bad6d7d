using CSysdig.Model.Fields;
using CSysdig.Model.Formats;

namespace CSysdig.Model.Filters.Transforms;

/// <summary>How much of the local day has passed at a time, in the time's own unit.</summary>
/// <param name="second">How many units make a second.</param>
sealed class TimeOfDayField(Field time, ulong second) : Field(time.Definition)
{
    public override bool TryGet(Event e, ref FieldValue value)
    {
        if (!time.TryGet(e, ref value))
            return false;
        var day = 86400 * second;
        value.Number = (long)(((ulong)value.Number + (ulong)(TimeText.LocalOffset + 86400) * second) % day);
        return true;
    }
}
