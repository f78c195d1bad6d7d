using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Prompts;

/// <summary>Asks for the field by which a selection is gathered.</summary>
static class GroupPrompt
{
    public static Prompt For(IScreenHost host, Selection selection) => new("By field:", "")
    {
        Hint = () => "Enter gathers   Tab completes   Esc leaves   such as: fd.type  proc.name  fd.sip  evt.type  user.name",
        Completion = (text, cursor) =>
        {
            var start = FieldWords.StartOf(text, cursor);
            return (start, FieldWords.Beginning(text[start..cursor]));
        },
        Accepted = text => Open(host, selection, text),
    };

    /// <summary>Shows the selection gathered by a field; what is wrong with the field, or null.</summary>
    public static PromptError? Open(IScreenHost host, Selection selection, string field)
    {
        field = field.Trim();
        if (field.Length == 0)
            return null;
        try
        {
            var view = GroupedView.By(field);
            Filter.Parse(view.Filter, host.Dialect);
            host.Open(view, selection);
            return null;
        }
        catch (Exception e) when (e is FieldException or FilterException)
        {
            return new PromptError(e.Message, -1);
        }
    }
}
