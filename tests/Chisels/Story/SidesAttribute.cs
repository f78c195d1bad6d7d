namespace CSysdig.Tests.Chisels.Story;

/// <summary>A test that tries a number of the findings from both sides: rows of it have the one value and the other.</summary>
/// <param name="bound">The number's name in FindingBounds.</param>
/// <param name="below">What is just not enough.</param>
/// <param name="reached">What is just enough.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
sealed class SidesAttribute(string bound, long below, long reached) : Attribute
{
    public string Bound => bound;
    public long Below => below;
    public long Reached => reached;
}
