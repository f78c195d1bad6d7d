using CSysdig.Model.Fields;

namespace CSysdig.Completion;

/// <summary>Offers names of fields: their classes first, then those of the class.</summary>
static class FieldOffer
{
    /// <param name="avoid">Fields that can't be used here.</param>
    public static IEnumerable<Candidate> Beginning(string word, FieldFlags avoid)
    {
        var fields = FieldCatalog.All.Where(f => (f.Flags & (avoid | FieldFlags.Deprecated)) == 0);
        if (!word.Contains('.'))
            return fields.Select(f => f.Name[..(f.Name.IndexOf('.') + 1)]).Distinct().Select(c => new Candidate(c, "fields of " + c[..^1]));
        var parameterField = fields.FirstOrDefault(f => f.Argument == ArgumentSyntax.Parameter && word.StartsWith(f.Name + ".", StringComparison.Ordinal));
        return parameterField is null
            ? fields.Select(f => new Candidate((f.Flags & FieldFlags.ArgRequired) != 0 ? f.Name + Opening(f.Argument) : f.Name, f.Description))
            : KnownValues.Parameters().Select(p => new Candidate($"{parameterField.Name}.{p}", parameterField.Description));
    }

    /// <summary>The field that is written in full, or null.</summary>
    public static FieldDefinition? Whole(string word)
    {
        try
        {
            return word.Length == 0 ? null : FieldCatalog.Bind(word).Definition;
        }
        catch (FieldException)
        {
            return null;
        }
    }

    static string Opening(ArgumentSyntax syntax) => syntax == ArgumentSyntax.Bracket ? "[" : ".";
}
