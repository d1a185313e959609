exports.sub = { handler: async () => "from dir" };
