using CSysdig.Cli;

return CommandName.IsSysdig(Environment.ProcessPath, Environment.GetCommandLineArgs()[0])
    ? SysdigCommand.Run(args)
    : CSysdigCommand.Run(args);
