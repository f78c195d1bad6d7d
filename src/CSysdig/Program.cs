using CSysdig.Cli;
using CSysdig.Cli.Options;
using CSysdig.Completion;

if (args is [CompletionCommand.Name, .. var words])
{
    Console.Out.Write(CompletionCommand.Answer(CommandName.IsSysdig() ? SysdigTable.Table : CSysdigTable.Table, words));
    return 0;
}
return CommandName.IsSysdig() ? SysdigCommand.Run(args) : CSysdigCommand.Run(args);
