throw 'just text ü';
