namespace CSysdig.Model.UserRules;

/// <summary>How grave a match of a rule is, as syslog has it; the gravest first.</summary>
public enum RulePriority : byte { Emergency, Alert, Critical, Error, Warning, Notice, Informational, Debug }

static class RulePriorities
{
    public static bool TryRead(string text, out RulePriority priority)
    {
        if (text.Equals("info", StringComparison.OrdinalIgnoreCase))
        {
            priority = RulePriority.Informational;
            return true;
        }
        foreach (var each in Enum.GetValues<RulePriority>())
            if (text.Equals(each.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                priority = each;
                return true;
            }
        priority = default;
        return false;
    }
}
